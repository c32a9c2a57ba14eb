/** What the page that a client lives in tells about itself; nothing where there is none. */
export interface PageListener {
  onHidden(hidden: boolean): void;
  /** The network is back, or the page is after it was frozen. */
  onBack(): void;
}

/** @returns a function that stops watching */
export function watchPage(listener: PageListener): () => void {
  const page = typeof document === "undefined" ? undefined : document;
  const onVisibility = () => {
    listener.onHidden(page?.visibilityState === "hidden");
    if (page?.visibilityState !== "hidden") {
      listener.onBack();
    }
  };
  const onBack = () => listener.onBack();
  page?.addEventListener?.("visibilitychange", onVisibility);
  globalThis.addEventListener?.("online", onBack);
  if (page?.visibilityState === "hidden") {
    listener.onHidden(true);
  }
  return () => {
    page?.removeEventListener?.("visibilitychange", onVisibility);
    globalThis.removeEventListener?.("online", onBack);
  };
}
