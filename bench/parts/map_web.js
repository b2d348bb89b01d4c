// The same cases in a map of the browser, moved as a hand would; the bench asks for `load`, `pan`
// and `zoom`. A frame is timed from the callback that moves the map until the page has handed the
// frame over; of a WebGL map until its last px is painted, which is asked of the canvas.
const COLOURS = ['#D8393F', '#F2B824', '#44B582', '#7C8996']
const kind = new URLSearchParams(location.search).get('kind')
const box = document.getElementById('map')
const next = () => new Promise(requestAnimationFrame)
const handedOver = () => new Promise(done => {
  const channel = new MessageChannel()
  channel.port1.onmessage = done
  channel.port2.postMessage(0)
})

let points, map, finish = () => {}, move = () => {}

async function read(name, Type) {
  return new Type(await (await fetch(name)).arrayBuffer())
}

const makers = {
  leaflet() {
    const layer = L.layerGroup(), canvas = L.canvas()
    for (let n = 0; n < points.lng.length; n++) {
      const color = COLOURS[points.states[n] % 4]
      layer.addLayer(L.circleMarker([points.lat[n], points.lng[n]], {
        renderer: canvas, radius: 5, stroke: false, fillColor: color, fillOpacity: 1,
      }))
    }
    layer.addTo(map)
  },
  markercluster() {
    const layer = L.markerClusterGroup({ animate: false })
    const all = []
    for (let n = 0; n < points.lng.length; n++) all.push(L.marker([points.lat[n], points.lng[n]]))
    layer.addLayers(all)
    map.addLayer(layer)
  },
  async maplibre() { await gl(false) },
  async 'maplibre clustered'() { await gl(true) },
}

async function gl(cluster) {
  const features = []
  for (let n = 0; n < points.lng.length; n++) {
    features.push({
      type: 'Feature', properties: { s: points.states[n] % 4 },
      geometry: { type: 'Point', coordinates: [points.lng[n], points.lat[n]] },
    })
  }
  map.addSource('cases', { type: 'geojson', data: { type: 'FeatureCollection', features }, cluster })
  const colour = ['match', ['coalesce', ['get', 's'], 0], 0, COLOURS[0], 1, COLOURS[1], 2, COLOURS[2], COLOURS[3]]
  const radius = cluster ? ['case', ['has', 'point_count'], 18, 5] : 5
  map.addLayer({
    id: 'cases', type: 'circle', source: 'cases',
    paint: { 'circle-radius': radius, 'circle-color': colour },
  })
  await new Promise(done => map.once('idle', done))
}

async function start() {
  const view = await (await fetch('view.json')).json()
  const [lng, lat, states] = await Promise.all([
    read('lng', Float64Array), read('lat', Float64Array), read('states', Uint8Array),
  ])
  points = { lng, lat, states }
  if (kind.startsWith('maplibre')) {
    const maplibregl = await import('/node_modules/maplibre-gl/dist/maplibre-gl.mjs')
    maplibregl.setWorkerUrl?.('/node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs')
    const empty = { version: 8, sources: {}, layers: [] }
    map = new maplibregl.Map({
      container: box, style: empty, center: [view.lng, view.lat], zoom: view.zoom - 1,
      attributionControl: false, fadeDuration: 0,
    })
    await new Promise(done => map.once('load', done))
    const one = new Uint8Array(4)
    map.on('render', () => {
      const context = map.painter.context.gl
      context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, one)
    })
  } else {
    L.Icon.Default.imagePath = '/node_modules/leaflet/dist/images/'
    map = L.map(box, {
      preferCanvas: true, inertia: false, attributionControl: false, zoomSnap: 0.5, maxZoom: 19,
      zoomDelta: 0.5, wheelPxPerZoomLevel: 120,
    }).setView([view.lat, view.lng], view.zoom)
  }
  window.ready = true
}

window.load = async () => {
  const began = performance.now()
  await makers[kind]()
  await next()
  await handedOver()
  return performance.now() - began
}

function mouse(type, x, y, extra = {}) {
  const target = document.elementFromPoint(960, 540) ?? box
  const of = { clientX: x, clientY: y, bubbles: true, cancelable: true, view: window, ...extra }
  target.dispatchEvent(type === 'wheel' ? new WheelEvent(type, of) : new MouseEvent(type, of))
}

async function frames(count, patience, act) {
  const times = [], until = performance.now() + patience
  while (times.length < count && (times.length < 20 || performance.now() < until)) {
    await next()
    const began = performance.now()
    act(times.length)
    await handedOver()
    times.push(performance.now() - began)
  }
  return times
}

// The hand lets go after every 30 frames and takes hold again: Leaflet paints what came into view
// only then.
window.pan = (count, step, patience) => {
  let x = 960, y = 540
  return frames(count, patience, n => {
    if (n % 30 === 0) mouse('mousedown', x = 960, y = 540, { button: 0, buttons: 1 })
    x += step * Math.cos(n / 30)
    y += step * Math.sin(n / 30)
    mouse('mousemove', x, y, { buttons: 1 })
    if (n % 30 === 29) mouse('mouseup', x, y, { button: 0 })
  })
}

// Half a step in every 8 frames, in and out again: the map goes there in its own way.
window.zoom = (count, patience) => frames(count, patience, n => {
  if (n % 8 === 0) mouse('wheel', 960, 540, { deltaY: Math.floor(n / 30) % 2 ? 120 : -120 })
})

start().catch(fault => { window.ready = String(fault.stack ?? fault) })
