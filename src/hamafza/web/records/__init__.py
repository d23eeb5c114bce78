"""The operational database: what people keep, one file for each subject."""
