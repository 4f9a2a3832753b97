package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// demoSupply is supply.yaml.
type demoSupply struct {
	Accounts []demoStock  `yaml:"accounts"`
	Policies []demoPolicy `yaml:"policies"`
}

// demoStock is the stock and the customer service of one account.
type demoStock struct {
	Account  string           `yaml:"account"`
	By       string           `yaml:"by"`
	Counted  int              `yaml:"counted"` // days ago; 0: the shelf was never counted
	Goods    []demoGood       `yaml:"goods"`
	Messages demoMessages     `yaml:"messages"`
	Claims   []demoBuyerClaim `yaml:"claims"`
	Ratings  demoRatings      `yaml:"ratings"`
}

// demoGood is one SKU.
type demoGood struct {
	SKU        string  `yaml:"sku"`
	ASIN       string  `yaml:"asin"`
	Title      string  `yaml:"title"`
	Daily      float64 `yaml:"daily"`
	Days       int     `yaml:"days"`
	FBA        int     `yaml:"fba"`
	Unsellable int     `yaml:"unsellable"`
	Inbound    int     `yaml:"inbound"`
	Stranded   int     `yaml:"stranded"`
	Listed     int     `yaml:"listed"`
	Shelf      int     `yaml:"counted"`
}

// demoMessages are the messages of a month: how many a day, how long answers
// took in turn, and how long those wait that have none, in hours.
type demoMessages struct {
	Daily   int   `yaml:"a_day"`
	Hours   []int `yaml:"hours"`
	Waiting []int `yaml:"waiting"`
}

type demoBuyerClaim struct {
	Number string `yaml:"number"`
	Kind   string `yaml:"kind"`
	Ago    int    `yaml:"ago"` // hours
	Amount string `yaml:"amount"`
	Item   string `yaml:"item"`
	Reason string `yaml:"reason"`
	State  string `yaml:"state"`
}

type demoRatings struct {
	Daily float64        `yaml:"a_day"`
	Stars []int          `yaml:"stars"`
	Words map[int]string `yaml:"words"`
}

// demoSupplyScript reads supply.yaml; a demonstration without one has no stock.
func demoSupplyScript(files fs.FS, now time.Time) (s demoSupply, err error) {
	if _, err := fs.Stat(files, "supply.yaml"); errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	err = readScript(files, "supply.yaml", now, &s)
	return s, err
}

// playSupply imports the newest reports of stock, sales and service, and does
// what happened to policies.
func (p *player) playSupply(ctx context.Context) error {
	p.clock.set(p.now.Add(-20 * time.Minute))
	for _, a := range p.supply.Accounts {
		account := p.seller[a.Account]
		for _, file := range a.files(account, p.now) {
			if err := p.importReport(ctx, p.people[a.By], account, file.name, file.body, ""); err != nil {
				return fmt.Errorf("%s of %s: %w", file.name, a.Account, err)
			}
		}
	}
	return p.playPolicies(ctx)
}

// demoFile is one report as it would have been downloaded.
type demoFile struct {
	name string
	body []byte
}

// files are the reports of an account.
func (a demoStock) files(account reinstate.Account, now time.Time) []demoFile {
	out := []demoFile{{"orders.txt", a.orders(account, now)}}
	if account.Marketplace == reinstate.Walmart {
		out = append(out, demoFile{"inventory-report.csv", a.walmart()})
	} else {
		out = append(out, demoFile{"fba-inventory.txt", a.planning(now)}, demoFile{"stranded.txt", a.stranded()}, demoFile{"all-listings.txt", a.listings(now)})
	}
	if a.Counted > 0 {
		out = append(out, demoFile{"shelf-count.csv", a.count(now)})
	}
	if len(a.Messages.Hours) > 0 {
		out = append(out, demoFile{"messages.csv", a.Messages.log(now)})
	}
	if len(a.Claims) > 0 {
		out = append(out, demoFile{"claims.csv", a.claims(now)})
	}
	if len(a.Ratings.Stars) > 0 {
		out = append(out, demoFile{"feedback.txt", a.Ratings.log(now)})
	}
	kept := out[:0]
	for _, f := range out {
		if bytes.Count(f.body, []byte("\n")) > 1 { // has rows
			kept = append(kept, f)
		}
	}
	return kept
}

// sheet writes rows as a table.
func sheet(comma rune, rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = comma
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// orders writes a year of orders: of Amazon in its own layout, else as a table.
func (a demoStock) orders(account reinstate.Account, now time.Time) []byte {
	amazon := account.Marketplace == reinstate.Amazon
	rows := [][]string{{"amazon-order-id", "purchase-date", "order-status", "fulfillment-channel", "sales-channel", "sku", "asin", "item-status", "quantity"}}
	if !amazon {
		rows = [][]string{{"Purchase order", "Order date", "SKU", "Quantity sold"}}
	}
	n := 0
	for _, g := range a.Goods {
		channel := "Merchant"
		if g.FBA > 0 {
			channel = "Amazon"
		}
		for ago := g.Days; ago >= 1; ago-- {
			for range int(math.Floor(g.Daily*float64(g.Days-ago+1)) - math.Floor(g.Daily*float64(g.Days-ago))) {
				n++
				day := now.AddDate(0, 0, -ago).Format(time.DateOnly)
				order := fmt.Sprintf("11%d-%07d-%07d", n%4, 2204381+n*7919%7000000, 4300127+n*104729%5000000)
				if amazon {
					rows = append(rows, []string{order, day + "T14:05:00+00:00", "Shipped", channel, "Amazon.com", g.SKU, g.ASIN, "Shipped", "1"})
				} else {
					rows = append(rows, []string{order, day, g.SKU, "1"})
				}
			}
		}
	}
	return sheet('\t', rows)
}

func (a demoStock) planning(now time.Time) []byte {
	rows := [][]string{{"snapshot-date", "sku", "asin", "product-name", "available", "inbound-quantity", "unfulfillable-quantity", "units-shipped-t30"}}
	for _, g := range a.Goods {
		if g.FBA > 0 {
			rows = append(rows, []string{now.AddDate(0, 0, -1).Format(time.DateOnly), g.SKU, g.ASIN, g.Title, whole(g.FBA), whole(g.Inbound), whole(g.Unsellable), whole(int(g.Daily * 30))})
		}
	}
	return sheet('\t', rows)
}

func (a demoStock) stranded() []byte {
	rows := [][]string{{"date-stranded", "status-primary", "stranded-reason", "asin", "sku", "product-name", "fulfillable-qty", "unfulfillable-qty"}}
	for _, g := range a.Goods {
		if g.Stranded > 0 {
			rows = append(rows, []string{"", "Stranded", "Listing closed", g.ASIN, g.SKU, g.Title, whole(g.Stranded), "0"})
		}
	}
	return sheet('\t', rows)
}

func (a demoStock) listings(now time.Time) []byte {
	rows := [][]string{{"item-name", "listing-id", "seller-sku", "price", "quantity", "open-date", "asin1", "fulfillment-channel", "status"}}
	for i, g := range a.Goods {
		if g.Listed > 0 {
			rows = append(rows, []string{g.Title, "0919" + strconv.Itoa(4000+i), g.SKU, "24.90", whole(g.Listed), now.AddDate(0, 0, -g.Days).Format(time.DateOnly), g.ASIN, "DEFAULT", "Active"})
		}
	}
	return sheet('\t', rows)
}

func (a demoStock) walmart() []byte {
	rows := [][]string{{"SKU", "Product Name", "Ship Node", "Input Qty", "Reserved Qty", "Available to sell"}}
	for _, g := range a.Goods {
		rows = append(rows, []string{g.SKU, g.Title, "Duluth", whole(g.Listed + 2), "2", whole(g.Listed)})
	}
	return sheet(',', rows)
}

func (a demoStock) count(now time.Time) []byte {
	rows := [][]string{{"SKU", "Item name", "On hand", "Date"}}
	for _, g := range a.Goods {
		rows = append(rows, []string{g.SKU, g.Title, whole(g.Shelf), now.AddDate(0, 0, -a.Counted).Format(time.DateOnly)})
	}
	return sheet(',', rows)
}

// log writes a month of messages.
func (m demoMessages) log(now time.Time) []byte {
	rows := [][]string{{"Message ID", "Order ID", "Received at", "First response at"}}
	const shape = "2006-01-02 15:04:05"
	for n := range m.Daily * 30 {
		came := now.Add(-time.Duration(n*24/m.Daily+48) * time.Hour)
		took := time.Duration(m.Hours[n%len(m.Hours)]) * time.Hour
		rows = append(rows, []string{fmt.Sprintf("M-%05d", 41000-n), fmt.Sprintf("112-%07d-%07d", 3304381+n*913, 1300127+n*1049), came.Format(shape), came.Add(took).Format(shape)})
	}
	for n, hours := range m.Waiting {
		rows = append(rows, []string{fmt.Sprintf("M-%05d", 41100+n), fmt.Sprintf("112-%07d-%07d", 5304381+n*913, 2300127+n*1049), now.Add(-time.Duration(hours) * time.Hour).Format(shape), ""})
	}
	return sheet(',', rows)
}

func (a demoStock) claims(now time.Time) []byte {
	rows := [][]string{{"Claim ID", "Claim type", "Order ID", "Claim date", "ASIN", "Claim amount", "Currency", "Claim status", "Reason"}}
	for i, c := range a.Claims {
		opened := now.Add(-time.Duration(c.Ago) * time.Hour).Format("2006-01-02 15:04:05")
		rows = append(rows, []string{c.Number, c.Kind, fmt.Sprintf("113-%07d-%07d", 6304381+i*913, 3300127+i*1049), opened, c.Item, c.Amount, "USD", strings.TrimSpace(c.State), c.Reason})
	}
	return sheet(',', rows)
}

// log writes the ratings of three months.
func (r demoRatings) log(now time.Time) []byte {
	rows := [][]string{{"Date", "Rating", "Comments", "Your Response", "Order ID"}}
	for n := range int(r.Daily * 90) {
		stars := r.Stars[n%len(r.Stars)]
		day := now.AddDate(0, 0, -int(float64(n)/r.Daily)-1).Format(time.DateOnly)
		rows = append(rows, []string{day, strconv.Itoa(stars), r.Words[stars], "", fmt.Sprintf("114-%07d-%07d", 7304381+n*913, 4300127+n*1049)})
	}
	return sheet('\t', rows)
}

func whole(n int) string { return strconv.Itoa(n) }
