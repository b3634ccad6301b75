"""What a site says about itself, one noun a file."""
