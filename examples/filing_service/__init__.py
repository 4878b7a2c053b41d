"""A small service that answers requests about ICP filings (备案) and stores the accepted filings
in a database.
"""
