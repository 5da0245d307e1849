"""The landing page: storefront, pages, sections, questions, testimonials.

Verbs: `Storefront.current()`, `document` (a page's HTML, kept for a moment), `forget_pages`,
`Page.show_first()`. Only `shop` itself may import it; a section's kind is a row of `Section.Kind`
and a template `templates/page/_<kind>.html`.
"""
