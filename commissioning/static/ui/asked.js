// Shows a field only with the answers that it belongs to: <div data-shown-with="mode" data-options="HANDS RECORDED">; without
// options named, with any answer. What is hidden is not sent. Without this script every field is shown.

function fit (part) {
  const form = part.closest('form')
  const options = part.dataset.options.split(' ').filter(Boolean)
  const chosen = [...form.querySelectorAll('input:checked')].filter((input) => input.name === part.dataset.shownWith)
  part.hidden = !chosen.some((input) => !options.length || options.includes(input.value))
  part.querySelectorAll('input, select, textarea').forEach((control) => { control.disabled = part.hidden })
}

export function initAsked () {
  const parts = document.querySelectorAll('form [data-shown-with]')
  const fitAll = () => parts.forEach(fit)
  fitAll()
  document.addEventListener('change', fitAll)
  window.addEventListener('pageshow', fitAll) // a browser that goes back brings its answers after this script has run
}
