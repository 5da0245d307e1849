"""The demo shop "Wushan Coffee": its words, its art, its visitors.

``texts`` holds everything the shop says, as plain data, and ``art`` draws its pictures
(``python -m shop.demo.art`` renders them into ``static/demo``): neither knows a model. The rest
builds the shop through the public verbs and sends people to it, for the commands ``demo`` and
``simulate``. No room of the shop may import any of it.
"""
