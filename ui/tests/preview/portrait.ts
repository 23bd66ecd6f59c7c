// Drawn portraits that stand in for photos in the preview: one per hash, always the same, all different.
const skins = ['#f2c9a1', '#e3a77c', '#c68657', '#8d5a3b', '#f6d7bd'];
const hairs = ['#6b3a22', '#2a1d18', '#b8792f', '#7a2f22', '#8f8a85', '#3b2b4a'];
const grounds = [
  ['#8fa3ad', '#dfe6e8'],
  ['#5f8f4e', '#cfe3b0'],
  ['#20304a', '#0e1626'],
  ['#c9a98c', '#f0e2d0'],
  ['#8b4a3a', '#b56d55'],
  ['#c97a2b', '#f0c983'],
  ['#2f6e6b', '#123f41'],
  ['#89b3d1', '#e8d9b5'],
];
const clothes = ['#26384f', '#efe9dd', '#b0512d', '#1d1d1d', '#3d6b4a', '#a58c2c', '#7b3f61'];

function pick<T>(list: T[], seed: number): T {
  return list[Math.abs(seed) % list.length] as T;
}

type Look = { width: number; height: number; blurred: boolean; dark: boolean };
const plain: Look = { width: 320, height: 320, blurred: false, dark: false };

export function portrait(hash: string, look: Look = plain): string {
  const n = parseInt(hash.slice(-6), 16);
  const m = (n * 2654435761) % 4294967296;
  const [near, far] = pick(grounds, m >> 3) as [string, string];
  const hair = pick(hairs, m >> 7);
  const long = (m >> 11) % 3;
  const dx = ((m >> 13) % 9) - 4;
  const scale = 0.85 + ((m >> 17) % 5) * 0.08;
  const spots = Array.from({ length: 7 }, (_, i) => {
    const k = (m >> i) + i * 97;
    return `<circle cx="${Math.abs(k * 37) % 200}" cy="${Math.abs(k * 53) % 150}" r="${8 + (Math.abs(k) % 18)}" fill="${far}" opacity=".35"/>`;
  }).join('');
  const back = long ? `<path d="M62 84q0-52 38-52t38 52v${long * 34}H62z" fill="${hair}"/>` : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="${look.width}" height="${look.height}" preserveAspectRatio="xMidYMid slice">
<defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${near}"/><stop offset="1" stop-color="${far}"/></linearGradient></defs>
<filter id="b"><feGaussianBlur stdDeviation="${look.blurred ? 4 : 0}"/></filter><g${look.blurred ? ' filter="url(#b)"' : ''}>
<rect x="-300" y="-300" width="800" height="800" fill="url(#g)"/>${spots}
<g transform="translate(${100 + dx * 3} 108) scale(${scale}) translate(-100 -100)">${back}
<path d="M20 220q4-72 80-72t80 72z" fill="${pick(clothes, m >> 19)}"/>
<path d="M88 120h24v34q-12 10-24 0z" fill="${pick(skins, m >> 5)}"/>
<ellipse cx="100" cy="92" rx="31" ry="39" fill="${pick(skins, m >> 5)}"/>
<path d="M66 90q-2-50 34-50t34 50q-10-26-40-30-22 4-28 30z" fill="${hair}"/>
<circle cx="88" cy="92" r="3.500" fill="#2b2320"/><circle cx="112" cy="92" r="3.500" fill="#2b2320"/>
<path d="M89 113q11 8 22 0" stroke="#a2503f" stroke-width="3" fill="none" stroke-linecap="round"/></g></g>
<rect x="-300" y="-300" width="800" height="800" opacity="${look.dark ? 0.86 : 0}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** A portrait that stands in for a file of the library; samples of a training become sharper with its steps. */
export function portraitOfFile(file: string): string {
  const sample = /samples\/(\d+)-(\d+)\.png$/.exec(file);
  const [step, index] = [Number(sample?.[1] ?? 1000), Number(sample?.[2] ?? file.length)];
  const hash = [...file].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 16777216, 7);
  const key = sample ? 4711 + index * 977 : hash;
  const size = { width: 256, height: 256, dark: false };
  return portrait(key.toString(16).padStart(8, '0'), { ...size, blurred: sample !== null && step < 300 });
}
