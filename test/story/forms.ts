import type { StoryForm } from "./threadObjects.ts";

/** The story as `fixtures/thread/README.md` works it out. */
export const THREAD: StoryForm = {
  startup: "20s",
  requests: { cpu: "1", "nvidia.com/gpu": "1" },
  leadTime: "30s",
  declared: "900",
  readyBefore: "15s",
  reserveBefore: "100s",
  scaleIn: { stepPercent: 34, interval: "10s", maxHold: "15s" },
  story: {
    found: 3,
    promised: 40,
    reserved: 37,
    reserveAt: -100,
    orderAt: -75,
    readyBy: -15,
    end: 40,
    steps: [27, 14],
    liveWish: 3,
  },
};

/** Its short form, without any Prometheus: what is left out of it must show. Worked out in the same README. */
export const SHORT: StoryForm = {
  startup: "40s",
  requests: { cpu: "1" },
  leadTime: "40s",
  declared: "270",
  readyBefore: "5s",
  reserveBefore: "90s",
  scaleIn: { stepPercent: 34, interval: "8s", maxHold: "8s" },
  story: {
    found: 3,
    promised: 12,
    reserved: 9,
    reserveAt: -90,
    orderAt: -75,
    readyBy: -5,
    end: 20,
    steps: [8, 4],
    liveWish: 3,
  },
};
