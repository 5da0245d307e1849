"""Orders as spreadsheets: a row per order, or a row per line."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from shop.lib.money import to_decimal
from shop.lib.spreadsheets import csv_lines
from shop.orders.models import Order

ADDRESS = (
    *("name", "email", "phone", "phone_e164", "country"),
    *("postal_code", "region", "city", "address", "address_hint"),
)
INVOICE = ("invoice", "company", "tax_id", "carrier", "donation_code")
ORDER_COLUMNS = (
    *("number", "placed", "status", *ADDRESS, "address_in_full", "note"),
    *(*INVOICE, "items", "goods"),
    *("discount", "delivery", "total", "refunded", "currency", "coupon", "delivery_method"),
    *("collected", "payment_method", "paid", "shipped", "tracking"),
)
LINE_COLUMNS = (
    *("number", "placed", "status", "sku", "product", "option", "quantity", "price"),
    *("discount", "total", "currency"),
)


def orders_csv(orders: QuerySet[Order]) -> StreamingHttpResponse:
    """One row per order, amounts in main units, times in the shop's time zone."""
    return _answer("orders", ORDER_COLUMNS, (_order_row(order) for order in _read(orders)))


def lines_csv(orders: QuerySet[Order]) -> StreamingHttpResponse:
    """One row per line of each order."""
    rows = (row for order in _read(orders) for row in _line_rows(order))
    return _answer("lines", LINE_COLUMNS, rows)


def _read(orders: QuerySet[Order]) -> Iterator[Order]:
    return (
        orders.prefetch_related(None)
        .prefetch_related("lines", "shipments")
        .iterator(chunk_size=500)
    )


def _answer(name: str, header: tuple, rows: Iterator[tuple]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    return response


def _order_row(order: Order) -> tuple:
    amounts = (
        order.subtotal,
        order.discount,
        order.delivery_price,
        order.total,
        order.refunded,
    )
    return (
        *(order.number, _time(order.placed_at), str(order.status_label)),
        *(getattr(order, field) for field in ADDRESS),
        *(order.address_in_full, order.note),
        *(getattr(order, field) for field in INVOICE),
        sum(line.quantity for line in order.lines.all()),
        *(to_decimal(amount, order.currency) for amount in amounts),
        *(order.currency, order.coupon_code, order.delivery_name),
        *("yes" if order.pickup else "no", order.payment_method),
        *(_time(order.paid_at), _time(order.shipped_at)),
        " ".join(shipment.tracking for shipment in order.shipments.all()),
    )


def _line_rows(order: Order) -> Iterator[tuple]:
    for line in order.lines.all():
        amounts = (line.unit_price, line.discount, line.total)
        price, discount, total = (to_decimal(amount, order.currency) for amount in amounts)
        yield (
            *(order.number, _time(order.placed_at), str(order.status_label)),
            *(line.sku, line.name, line.option, line.quantity),
            *(price, discount, total, order.currency),
        )


def _time(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
