package fetch

import (
	"context"
	"sync"
	"time"
)

// hosts hands out turns: to each host one request at a time, and Pause after it. A
// host that is slow is waited for only by those who want it. The zero hosts is
// ready.
type hosts struct {
	mu  sync.Mutex
	all map[string]*host
}

type host struct {
	turn  chan struct{} // holds one token while the host is asked
	users int           // who has the turn or waits for it
	free  time.Time     // when it may be asked again
}

// take waits for the turn of a host. done gives it back, and says whether a Pause is
// due: not where nobody was met, nor to this machine itself.
func (h *hosts) take(ctx context.Context, name string) (done func(pause bool), err error) {
	one := h.enter(name)
	select {
	case one.turn <- struct{}{}:
	case <-ctx.Done():
		h.leave(one)
		return nil, ctx.Err()
	}
	done = func(pause bool) {
		if pause {
			one.free = time.Now().Add(Pause)
		}
		<-one.turn
		h.leave(one)
	}
	pause := time.NewTimer(time.Until(one.free))
	defer pause.Stop()
	select {
	case <-pause.C:
		return done, nil
	case <-ctx.Done():
		done(false)
		return nil, ctx.Err()
	}
}

func (h *hosts) enter(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = map[string]*host{}
	}
	one := h.all[name]
	if one == nil {
		one = &host{turn: make(chan struct{}, 1)}
		h.all[name] = one
	}
	one.users++
	return one
}

// leave forgets, once they are many, the hosts that nobody wants and that may be
// asked again at once.
func (h *hosts) leave(one *host) {
	const many = 1024
	h.mu.Lock()
	defer h.mu.Unlock()
	one.users--
	if len(h.all) < many {
		return
	}
	for name, other := range h.all {
		if other.users == 0 && other.free.Before(time.Now()) {
			delete(h.all, name)
		}
	}
}
