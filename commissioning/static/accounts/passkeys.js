// Says in words why a passkey did not work; without this, the reason would only be in the browser's console.
(function () {
  const words = {
    NotAllowedError: 'The passkey was not used: it was cancelled, or took too long. Try again, or use another way.',
    InvalidStateError: 'This passkey is set up already.',
    NotSupportedError: 'This browser or device cannot use passkeys. Use an authenticator app instead.',
    SecurityError: 'Passkeys work only at the secure address of this service.'
  }
  document.addEventListener('allauth.error', function (event) {
    const place = document.getElementById('passkey-problem')
    if (!place) return
    event.preventDefault()
    const exception = event.detail.exception
    place.textContent = words[exception && exception.name] || 'The passkey did not work. Try again, or use another way.'
  })
})()
