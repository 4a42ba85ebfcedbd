"""`kliping outlet`: rules for outlets. `new` drafts them from a few pages, `check` holds them against the samples."""
