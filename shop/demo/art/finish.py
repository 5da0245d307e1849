"""What goes over every picture last: one light, one paper, one grain."""

from __future__ import annotations

from .svg import Drawing


def finish(d: Drawing, *, light: float = 0.16, edge: float = 0.16, grain: float = 0.2) -> str:
    """Light from the upper left, a darker lower right corner, paper fibre and grain."""
    w, h = d.width, d.height
    warm = d.radial(
        (w * 0.12, h * 0.02), max(w, h) * 0.95, (0, "#fff3d6", light), (1, "#fff3d6", 0)
    )
    d.add(d.sheet(warm, 'style="mix-blend-mode:screen"'))
    dusk = d.radial(
        (w * 0.42, h * 0.42), max(w, h) * 0.82, (0.45, "#1e1b16", 0), (1, "#1e1b16", edge)
    )
    d.add(d.sheet(dusk, 'style="mix-blend-mode:multiply"'))
    fibre = d.filter(
        '<feTurbulence type="fractalNoise" baseFrequency="0.035 0.05" numOctaves="3" seed="5"/>'
        '<feColorMatrix values="0.5 0.5 0 0 0 0.5 0.5 0 0 0 0.5 0.5 0 0 0 0 0 0 0 1"/>'
    )
    d.add(d.sheet("#888", f'style="mix-blend-mode:soft-light" opacity="{grain * 0.8:.2f}" {fibre}'))
    speck = d.filter(
        '<feTurbulence type="fractalNoise" baseFrequency="0.62" numOctaves="2" seed="11"/>'
        '<feColorMatrix values="0.5 0.5 0 0 0 0.5 0.5 0 0 0 0.5 0.5 0 0 0 0 0 0 0 1"/>'
    )
    d.add(d.sheet("#888", f'style="mix-blend-mode:soft-light" opacity="{grain:.2f}" {speck}'))
    return d.svg()
