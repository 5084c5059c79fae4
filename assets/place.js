// Fills in where the telephone is, when its owner asks for that. Without this file the field is typed,
// or left empty.
(() => {
  const button = document.querySelector("#use-place");
  const field = document.querySelector("#posisi");
  if (!button || !field || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
      },
      () => {
        // Refused or not known: the field is there to be typed.
        button.hidden = true;
        field.focus();
      },
    );
  });
})();
