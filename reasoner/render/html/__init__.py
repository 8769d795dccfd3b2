"""Pages of HTML: templates (`templates/`, Jinja with automatic escaping), style sheets (`styles/`), and `pages`, a function for
each kind of page. A page needs nothing else: no script runs on it, no font or picture is fetched from anywhere.
"""
