// The citizen's side of a blind signature (RFC 9474, RSABSSA-SHA384-PSS-Randomized). This browser
// makes a random token, covers it, has it signed, and takes the cover off. The server signs without
// seeing the token, so it cannot tell later whose it is. Without this file a one-time code does.
(() => {
  const form = document.querySelector("#survey-token");
  if (!form || !globalThis.crypto?.subtle) return;
  form.hidden = false;

  const E = 65537n;
  const HASH = 48;
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));
  const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const sha384 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  const toNumber = (bytes) =>
    BigInt("0x" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  const toBytes = (number, length) =>
    Uint8Array.from(number.toString(16).padStart(length * 2, "0").match(/../g), (pair) =>
      parseInt(pair, 16));
  const toText = (bytes) =>
    btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const fromText = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  const power = (base, exponent, n) => {
    let result = 1n;
    for (let square = base % n; exponent > 0n; exponent >>= 1n, square = (square * square) % n) {
      if (exponent & 1n) result = (result * square) % n;
    }
    return result;
  };
  const inverse = (a, n) => {
    let [r, next, s, coefficient] = [n, a % n, 0n, 1n];
    while (next > 0n) {
      const q = r / next;
      [r, next] = [next, r - q * next];
      [s, coefficient] = [coefficient, s - q * coefficient];
    }
    return r === 1n ? ((s % n) + n) % n : null;
  };

  // RFC 8017, section 9.1.1, with a salt as long as the hash and MGF1 with the same hash.
  const encode = async (message, length) => {
    const salt = random(HASH);
    const hash = await sha384(join(new Uint8Array(8), await sha384(message), salt));
    const block = new Uint8Array(length - HASH - 1);
    block[block.length - HASH - 1] = 1;
    block.set(salt, block.length - HASH);
    for (let at = 0, counter = 0; at < block.length; at += HASH, counter += 1) {
      const mask = await sha384(join(hash, [0, 0, 0, counter]));
      for (let i = 0; i < HASH && at + i < block.length; i += 1) block[at + i] ^= mask[i];
    }
    block[0] &= 0x7f;
    return join(block, hash, [0xbc]);
  };

  const token = async (n, sign) => {
    const length = 256;
    const [message, randomizer] = [random(32), random(32)];
    const encoded = toNumber(await encode(join(randomizer, message), length));
    let [cover, uncover] = [0n, null];
    while (uncover === null) {
      cover = toNumber(random(length)) % n;
      uncover = inverse(cover, n);
    }
    const blinded = (encoded * power(cover, E, n)) % n;
    const signed = toNumber(fromText(await sign(toText(toBytes(blinded, length)))));
    const signature = (signed * uncover) % n;
    if (power(signature, E, n) !== encoded) throw new Error("the signature is not genuine");
    return toText(join(message, randomizer, toBytes(signature, length)));
  };

  const say = (name) => {
    for (const part of form.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== name;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    say("working");
    try {
      const csrf = form.querySelector("[name=csrf]").value;
      const sign = async (blinded) => {
        const body = new URLSearchParams({ csrf, blinded });
        const answer = await fetch(form.dataset.sign, { method: "POST", body });
        if (!answer.ok) throw new Error("not signed");
        return answer.text();
      };
      const made = await token(toNumber(fromText(form.dataset.modulus)), sign);
      form.querySelector("[name=kredensial]").value = `${form.dataset.for}.${made}`;
      form.submit();
    } catch {
      say("failed");
      button.disabled = false;
    }
  });
})();
