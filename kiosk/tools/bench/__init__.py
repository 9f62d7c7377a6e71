"""`kiosk bench`: what DESIGN §9 promises, measured on shops of any size."""
