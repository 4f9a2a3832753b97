// Package catalog is what the marketplaces demand, as data: reasons with the
// cues that name them, demands, clocks, stores, channels, and the words the
// notice reader goes by. Every fact carries a source and a date, because
// marketplaces change them often; nothing of it is written in code.
//
// The files are YAML under data/catalog, one for each marketplace
// (amazon.yaml, walmart.yaml, ...) and those that all of them share, such as
// reasons.yaml, demands.yaml, reading.yaml, similarity.yaml and speech.yaml. Load checks
// them and reports all mistakes at once, each with its file and place.
package catalog
