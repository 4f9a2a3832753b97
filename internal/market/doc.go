// Package market asks marketplaces for the reports about an account: Amazon's
// Selling Partner API and Walmart's Marketplace API.
//
// Keys go to the hosts that the catalog names and nowhere else: no redirect is
// followed, no address of a private network is reached, every answer is bounded
// in time and size. An error is a Trouble in words of our own. It never carries
// what was sent or what came back, for either may hold a key.
package market
