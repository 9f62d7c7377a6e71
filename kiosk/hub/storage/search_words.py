"""Words for whom a product is, which its texts often leave out; other forms go by the stem."""

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
