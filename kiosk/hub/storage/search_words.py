"""Words for those a product is made for: its texts often lack them. Stems find other forms."""

AUDIENCES: dict[str, dict[str, str]] = {
    "en": {
        "women": "women woman womens ladies lady",
        "men": "men man mens gentlemen",
        "kids": "kids kid children child childrens boys girls",
        "baby": "baby babies newborn infant toddler",
    },
    "ru": {
        "women": "женский женщинам женщина дамский",
        "men": "мужской мужчинам мужчина",
        "kids": "детский детям дети ребенок девочкам мальчикам девочек мальчиков",
        "baby": "детский малыш малышам новорожденный младенец грудничок",
    },
}
"""By language, then by `Product.audience`."""
