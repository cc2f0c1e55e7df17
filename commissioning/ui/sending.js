// A form leaves the page only when the service answers: the browser's own error page would take what was typed with it.
// Where it does not answer, nothing is sent and the page says so; a second click while one is under way does nothing.
// The words, and the address to ask, stand in <template id="not-sent">. Without this script forms are sent at once, as ever.

const PATIENCE = 8000 // milliseconds to wait for an answer
const UNDER_WAY = 5000 // milliseconds in which a form that was sent is not sent again

const words = document.getElementById('not-sent')

async function answers () {
  try {
    return (await fetch(words.dataset.ask, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(PATIENCE) })).ok
  } catch {
    return false
  }
}

function say (form) {
  document.getElementById('not-sent-summary')?.remove()
  form.before(words.content.cloneNode(true))
  const summary = document.getElementById('not-sent-summary')
  summary.focus()
  summary.scrollIntoView({ block: 'nearest' })
}

async function send (form, button) {
  form.dataset.sending = 'asking'
  if (!await answers()) {
    delete form.dataset.sending
    return say(form)
  }
  document.getElementById('not-sent-summary')?.remove()
  form.dataset.sending = 'go'
  form.requestSubmit(button)
  window.setTimeout(() => delete form.dataset.sending, UNDER_WAY)
}

export function initSending () {
  if (!words) return
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (form.method !== 'post' || event.defaultPrevented) return
    if (form.dataset.sending === 'go') {
      form.dataset.sending = 'gone'
      return
    }
    event.preventDefault()
    if (!form.dataset.sending) send(form, event.submitter)
  })
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sending]').forEach((form) => delete form.dataset.sending)
  })
}
