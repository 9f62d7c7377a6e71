"""What people read (receipts, messages, money, days), for screens, paper, phones and mail.

Nothing here knows Qt, so that the hub says the same as the terminal.
"""
