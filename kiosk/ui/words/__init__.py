"""What is said: languages, formats, messages and the texts of receipts."""
