import { Route, Routes } from 'react-router-dom';
import { GalleryPage } from './GalleryPage';

/** The pages under the tab "Catalog". */
export const ProductsRouter = () => (
  <Routes>
    <Route index element={<GalleryPage />} />
  </Routes>
);
