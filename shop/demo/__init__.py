"""The demo shop "Wushan Coffee", its art and its words, and the simulated people who visit it.

``texts`` holds everything the shop says, as plain data; ``art`` draws every picture as SVG
(``python -m shop.demo.art`` renders them into ``static/demo``). ``build`` makes the shop of them
through the rooms' public verbs. ``crowd.simulate`` sends ``shoppers`` through the real addresses
while ``owner`` minds the shop; ``truth`` is their diary and ``comparison`` lays the report beside
it. Only the commands ``demo`` and ``simulate`` use this; no room of the shop may.
"""
