"""Small tools that know nothing of the shop: money, text, images, tokens, rate limits.

Every room may import it; it imports no room.
"""
