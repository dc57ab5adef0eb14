"""Maps, from longitude and latitude to paths and names on a page: pure functions that know of no site."""
