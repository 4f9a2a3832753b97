package catalog

import (
	"regexp"
	"slices"
	"strings"
)

// Profile is how a packet is made for a way of sending it.
type Profile struct {
	Code     string
	Name     string
	About    string
	Formats  []string // extensions that go through, without a dot; empty: any
	Part     int64    // bytes one file may have; 0: any size
	Numbered bool     // pages get Bates numbers unless somebody says otherwise
	Channels []string // "marketplace/channel" for which it is offered first
	Source   Source
}

// Takes reports whether a file of that name goes through beside the packet.
func (p Profile) Takes(name string) bool {
	if len(p.Formats) == 0 {
		return true
	}
	at := strings.LastIndexByte(name, '.')
	return at >= 0 && slices.Contains(p.Formats, strings.ReplaceAll(strings.ToLower(name[at+1:]), "jpeg", "jpg"))
}

// Profiles lists the ways of making a packet in the order of the file.
func (c *Catalog) Profiles() []Profile { return slices.Clone(c.profiles) }

// Profile finds a way of making a packet.
func (c *Catalog) Profile(code string) (Profile, bool) {
	for _, p := range c.profiles {
		if p.Code == code {
			return p, true
		}
	}
	return Profile{}, false
}

// ProfileFor is the way of making a packet that suits a marketplace's channel,
// or the marketplace where the channel is not known yet, else the first one
// for any mail.
func (c *Catalog) ProfileFor(market, channel string) Profile {
	for _, p := range c.profiles {
		if slices.Contains(p.Channels, market+"/"+channel) {
			return p
		}
	}
	for _, p := range c.profiles {
		if slices.ContainsFunc(p.Channels, func(at string) bool { return strings.HasPrefix(at, market+"/") }) {
			return p
		}
	}
	p, _ := c.Profile(ProfileMail)
	return p
}

// Profiles that the product itself reaches for.
const (
	ProfileMail    = "email"
	ProfileCounsel = "counsel"
)

type profilesFile struct {
	Reviewed string                `yaml:"reviewed"`
	Sources  map[string]sourceFile `yaml:"sources"`
	Profiles []profileEntry        `yaml:"profiles"`
}

type profileEntry struct {
	Code     string   `yaml:"code"`
	Name     string   `yaml:"name"`
	About    string   `yaml:"about"`
	Formats  []string `yaml:"formats"`
	Part     int64    `yaml:"part"`
	Numbered bool     `yaml:"numbered"`
	Channels []string `yaml:"channels"`
	Source   string   `yaml:"source"`
}

// largestPart is how large a part may be said to be, in megabytes.
const largestPart = 10_000

var codeShape = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

func (f profilesFile) compile(m *mistakes) []Profile {
	checkDay(m, "reviewed", f.Reviewed)
	sources := compileSources(m, f.Sources)
	var all []Profile
	for _, e := range f.Profiles {
		place := "profiles." + e.Code
		if !codeShape.MatchString(e.Code) {
			m.add(place+".code", "%q is not a code such as amazon_form", e.Code)
		}
		if slices.ContainsFunc(all, func(p Profile) bool { return p.Code == e.Code }) {
			m.add(place, "is there twice")
		}
		m.need(place+".name", e.Name)
		m.need(place+".about", e.About)
		if e.Part < 0 || e.Part > largestPart {
			m.add(place+".part", "%d is not a size of 1 to %d MB", e.Part, largestPart)
		}
		for _, format := range e.Formats {
			if format != strings.ToLower(format) || strings.ContainsAny(format, ". /") || format == "" {
				m.add(place+".formats", "%q is not an extension such as pdf", format)
			}
		}
		for _, channel := range e.Channels {
			if strings.Count(channel, "/") != 1 {
				m.add(place+".channels", "%q is not a channel such as amazon/account_health", channel)
			}
		}
		all = append(all, Profile{
			Code: e.Code, Name: e.Name, About: e.About, Formats: e.Formats, Part: e.Part << 20, Numbered: e.Numbered,
			Channels: e.Channels, Source: findSource(m, sources, place+".source", e.Source),
		})
	}
	for _, code := range []string{ProfileMail, ProfileCounsel} {
		if !slices.ContainsFunc(all, func(p Profile) bool { return p.Code == code }) {
			m.add("profiles", "there is no %q", code)
		}
	}
	return all
}
