"""The demo shop "Wushan Coffee": its art and its words, and nothing that knows a model.

``texts`` holds everything the shop says, as plain data; ``art`` draws every picture as SVG
(``python -m shop.demo.art`` renders them into ``static/demo``). The ``demo`` command is the
only one that reads them; no room of the shop may.
"""
