// Package agenda holds what a store plans to fetch: which feeds people decided to watch
// (kept), how fetching them went, which addresses are to be visited and when, and what
// hosts let programs fetch (state, which may be lost at the price of another fetch). Its
// tables are in the store's schema: kept_feed, state_feed, state_visit, state_robots.
package agenda
