"""Advertising spend: read from what the platforms export, kept by day and campaign.

`table` turns a file into rows, `columns` knows their names, `lines` reads each of them, `importing`
keeps what was read, `page` is the owner's page for it.
"""
