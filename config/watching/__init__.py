"""What the operator sees of a running site: figures, logs with the ids of requests, errors. No part of it tells who read what."""
