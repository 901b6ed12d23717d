// Asks before a page is left that holds words not sent; never of somebody who leaves by Exit.

let unsent = false;

window.addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});
document.addEventListener("cb:leaving", () => {
  unsent = false;
});

export const leave = {
  dirty(): void {
    unsent = true;
  },
  clean(): void {
    unsent = false;
  },
};
