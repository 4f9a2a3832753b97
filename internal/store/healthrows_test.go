package store

import "maps"

func init() {
	maps.Copy(tables, map[string]any{
		"connections": connectionRow{}, "market_events": marketEventRow{}, "health_told": toldRow{},
		"health_snapshots": snapshotRow{}, "health_measures": measureRow{}, "health_latest": latestRow{}, "health_defects": defectRow{},
		"health_standings": standingRow{}, "health_mappings": mappingRow{}, "health_uploads": healthUploadRow{}, "health_notes": healthNoteRow{},
		"health_issues": issueRow{}, "health_actions": actionRow{},
	})
}
