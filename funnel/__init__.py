"""The funnel: records every stage of every visit and reports where visitors drop off.

Its whole face is `funnel.api`. It imports Django only, never the shop.
"""
