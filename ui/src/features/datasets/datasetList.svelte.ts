// All datasets of the library, kept true by events. Must not know which one is on screen.
import { BackendError, type Backend, type BlazonEvent, type Dataset, type DatasetId } from '$backend';

export class DatasetList {
  /** `null` until the list has been read once. */
  all = $state.raw<Dataset[] | null>(null);
  #reading = new Set<DatasetId>();
  #again = new Set<DatasetId>();

  constructor(private backend: Backend) {}

  find(id: DatasetId): Dataset | undefined {
    return this.all?.find((dataset) => dataset.id === id);
  }

  async load(): Promise<void> {
    this.all = await this.backend.listDatasets();
  }

  hear(event: BlazonEvent): void {
    if (event.type === 'datasetChanged') void this.#refresh(event.dataset);
    if (event.type === 'libraryChanged') void this.load();
  }

  put(dataset: Dataset): void {
    const all = this.all ?? [];
    this.all = all.some((other) => other.id === dataset.id)
      ? all.map((other) => (other.id === dataset.id ? dataset : other))
      : [dataset, ...all];
  }

  forget(id: DatasetId): void {
    this.all = this.all?.filter((dataset) => dataset.id !== id) ?? null;
  }

  // An import tells of many changes; while one is being read the others wait for a single second reading.
  async #refresh(id: DatasetId): Promise<void> {
    if (this.#reading.has(id)) {
      this.#again.add(id);
      return;
    }
    this.#reading.add(id);
    do {
      this.#again.delete(id);
      await this.#read(id);
    } while (this.#again.has(id));
    this.#reading.delete(id);
  }

  async #read(id: DatasetId): Promise<void> {
    try {
      this.put(await this.backend.loadDataset(id));
    } catch (error) {
      if (error instanceof BackendError && error.code === 'notFound') this.forget(id);
    }
  }
}
