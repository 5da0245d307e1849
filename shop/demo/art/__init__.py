"""The demo shop's pictures, drawn as SVG: one light, one horizon, one grain through all.

``svg`` and ``noise`` are the tools; ``land``, ``forest`` and ``plants`` grow the mountain; ``box``,
``cup``, ``props``, ``people`` and ``roaster`` are what stands before it; ``studio`` is table and
wall, ``finish`` the grain; ``scenes`` puts them together. ``python -m shop.demo.art [NAME ...]``
renders into ``static/demo``. Only the standard library is imported, except by ``__main__``.
"""
