"""Products, variants, pictures and the ledger of stock.

Verbs: `take`, `give_back` and `adjust` (stock), `Product.objects.published()`,
`add_picture`. Any room above may import it; it imports `lib` only.
"""
