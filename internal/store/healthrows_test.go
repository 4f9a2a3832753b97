package store

import "maps"

func init() {
	maps.Copy(tables, map[string]any{
		"health_snapshots": snapshotRow{}, "health_measures": measureRow{}, "health_latest": latestRow{}, "health_defects": defectRow{},
		"health_standings": standingRow{}, "health_mappings": mappingRow{}, "health_uploads": healthUploadRow{}, "health_notes": healthNoteRow{},
		"health_issues": issueRow{}, "health_actions": actionRow{},
	})
}
