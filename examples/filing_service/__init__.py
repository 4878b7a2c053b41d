"""A small service that answers requests about ICP Filing accounts and keeps the filings it
accepts in a database.
"""
