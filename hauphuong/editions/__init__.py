"""Build what people open, from one source: notebooks and pages (more editions join here)."""
