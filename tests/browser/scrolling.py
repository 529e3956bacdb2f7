"""Scrolling through a long channel, and how smoothly the page does it."""

from __future__ import annotations

TO_THE_TOP = """count => new Promise((done) => {
  const box = document.querySelector(".scroller");
  const step = () => {
    box.scrollTop = 0;
    const all = document.querySelectorAll("li[data-id]").length >= count;
    if (all) done(); else requestAnimationFrame(step);
  };
  step();
})"""
"""Go up until so many messages are there, each time as soon as older ones have come in."""
