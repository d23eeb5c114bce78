"""The only place that knows Django: what people keep, change and see."""
