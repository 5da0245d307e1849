"""Loudou's shop: a one-page storefront. Its rooms are the packages below."""
