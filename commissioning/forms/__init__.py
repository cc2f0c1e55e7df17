"""Text from people becomes typed values here, once."""
