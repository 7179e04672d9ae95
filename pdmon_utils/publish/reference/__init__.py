"""Pages of the site that belong to no report: method, passports of indicators, rules, calendars, and the search."""
