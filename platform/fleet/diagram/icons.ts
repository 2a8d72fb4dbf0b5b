/** Line drawings in a square of 20 by 20, by kind of node. */
export const icons = {
  function: "M4.5 4h3l6 12H16M9.3 8.4L5 16",
  table:
    "M4 5.5C4 4.1 6.7 3 10 3s6 1.1 6 2.5S13.3 8 10 8 4 6.9 4 5.5zv9C4 15.9 6.7 17 10 17s6-1.1 6-2.5v-9M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5",
  queue: "M2.5 6h4v8h-4zM8 6h4v8H8zM13.5 6h4v8h-4z",
  topic: "M3 10h5M8 10l7-5.5M8 10h8M8 10l7 5.5",
  stream: "M3 6.5c2.3-2 4.7-2 7 0s4.7 2 7 0M3 13.5c2.3-2 4.7-2 7 0s4.7 2 7 0M3 10h14",
  bucket: "M4 5l1.6 11.5h8.8L16 5M4 5c0-1.1 2.7-2 6-2s6 .9 6 2-2.7 2-6 2-6-.9-6-2z",
  schedule: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 6v4l2.8 1.8",
  gateway: "M6.5 5L2.5 10l4 5M13.5 5l4 5-4 5M11.7 4l-3.4 12",
  distribution: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M3 10h14M10 3c-4.2 4-4.2 10 0 14c4.2-4 4.2-10 0-14",
  machine: "M7.5 3h5v4h-5zM2.5 13h5v4h-5zM12.5 13h5v4h-5zM10 7v3M5 13v-3h10v3",
  bus: "M2.5 10h15M6 10V4.5M10 10v5.5M14 10V4.5",
  secret: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v2",
  parameter: "M3 6h7M14 6h3M12 4v4M3 14h3M10 14h7M8 12v4",
  rule: "M3 4h14l-5.5 6.5V16l-3-1.5v-4z",
  people: "M10 3.5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M4 17c0-3.3 2.7-5 6-5s6 1.7 6 5",
  external: "M11.5 3.5h5v5M16.5 3.5l-7 7M14.5 11.5v5h-11v-11h5",
} as const;
