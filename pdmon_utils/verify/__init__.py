"""Does a report say what its raw files give, and what a person has counted by hand; `handmade` runs apart."""
