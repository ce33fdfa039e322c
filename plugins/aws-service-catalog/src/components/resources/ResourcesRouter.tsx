import { Route, Routes } from 'react-router-dom';
import { ResourcePage } from './ResourcePage';
import { ResourcesPage } from './ResourcesPage';
import { UpdatePage } from './UpdatePage';

/** The tab "Resources": the list, one provisioned product below it, and the form that updates it. */
export const ResourcesRouter = () => (
  <Routes>
    <Route index element={<ResourcesPage />} />
    <Route path=":target/:id" element={<ResourcePage />} />
    <Route path=":target/:id/update" element={<UpdatePage />} />
  </Routes>
);
