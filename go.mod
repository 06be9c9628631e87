module rashomon

go 1.26.0
