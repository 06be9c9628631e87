package link

import "rashomon"

func (s *set) tie(incidents []rashomon.Incident, groups [][]int) {}
