"""What every part of the read API shares: parameters, pages by cursor, values by language, problems in the words of RFC 9457."""
