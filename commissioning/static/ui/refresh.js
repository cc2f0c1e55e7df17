// Keeps one part of a page up to date while people watch it (a vote in a meeting), without moving the focus.
// The part says where to fetch itself from: <div id="votes" data-refresh="/meetings/3/live/" data-refresh-seconds="5">.
// Everything also works by loading the page again. It stops when the answer is not a page, and waits while hidden.

function keepFresh (part) {
  const pause = Math.max(Number(part.dataset.refreshSeconds) || 10, 3) * 1000

  async function once () {
    if (document.hidden || part.contains(document.activeElement)) {
      return window.setTimeout(once, pause)
    }
    try {
      const answer = await fetch(part.dataset.refresh, { credentials: 'same-origin', redirect: 'error' })
      if (!answer.ok) return
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.getElementById(part.id)
      if (!fresh) return
      if (fresh.textContent.trim() !== part.textContent.trim()) part.replaceChildren(...fresh.childNodes)
    } catch {
      // The network was away: try again after the pause.
    }
    window.setTimeout(once, pause)
  }

  part.setAttribute('aria-live', 'polite')
  window.setTimeout(once, pause)
}

export function initRefresh () {
  document.querySelectorAll('[data-refresh][id]').forEach(keepFresh)
}
